// How a form stands, in the very shape that the server's `state` answers.
import type { Answer, AskedForm, FormStanding } from "./contract";
import type { Catalogs } from "./texts";

export interface PluginVersion {
    id: string;
    version: string;
    digest: string;
}

export interface NodeState {
    id: string;
    visible: boolean;
    required: boolean;
    problems: string[];
}

export interface FormState {
    checklist: string;
    plugin: PluginVersion;
    complete: boolean;
    missing: string[];
    nodes: NodeState[];
}

/** An answer of the component that the contract forbids; the server is asked, and names it. */
export class Crooked extends Error {}

export function stateOf(
    form: AskedForm,
    answers: Answer[],
    standing: FormStanding,
    plugin: PluginVersion,
    catalogs: Catalogs,
): FormState {
    if (standing.nodes.length !== form.nodes.length) {
        throw new Crooked(`${standing.nodes.length} states for ${form.nodes.length} nodes`);
    }
    const answered = new Set(answers.map((answer) => answer.node));
    const nodes = form.nodes.map(({ id }, position): NodeState => {
        const state = standing.nodes[position];
        if (state?.node !== position) throw new Crooked(`state ${position} is of node ${state?.node}`);
        const problems = state.problems.map((text) => catalogs.say(text));
        return { id, visible: state.visible, required: state.required, problems };
    });
    const missing = nodes
        .filter((node) => node.visible && node.required && !answered.has(node.id))
        .map((node) => node.id);
    const wrong = nodes.some((node) => node.visible && node.problems.length > 0);
    return { checklist: form.id, plugin, complete: missing.length === 0 && !wrong, missing, nodes };
}
