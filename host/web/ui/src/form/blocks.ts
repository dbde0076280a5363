// How a form's nodes stand on the page: the questions that show, in blocks by their top-level group.
import type { Form } from "../component/runner";
import type { Question } from "./question";

export type Node = Form["nodes"][number];

export interface Item {
    node: Node;
    question: Question;
}

/** A top-level group with what shows in it, or what stands outside of any. */
export interface Block {
    id: string;
    group?: Node;
    items: Item[];
}

/** Whether a node takes an answer; groups and notes do not. */
export function isAsked(node: Pick<Node, "kind">): boolean {
    return node.kind !== "group" && node.kind !== "note";
}

/** What shows, in blocks; a group in which nothing shows is no block. */
export function blocksOf(nodes: Node[], shows: (node: Node) => boolean, asQuestion: (node: Node) => Question): Block[] {
    const found = new Map<string, Block>();
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const node of nodes.filter(shows)) {
        let top = node;
        for (let up = byId.get(top.parent ?? ""); up; up = byId.get(top.parent ?? "")) top = up;
        const isGroup = top.kind === "group";
        const id = isGroup ? top.id : "";
        const block = found.get(id) ?? { id, group: isGroup ? top : undefined, items: [] };
        found.set(id, block);
        if (node !== top || !isGroup) block.items.push({ node, question: asQuestion(node) });
    }
    return [...found.values()].filter((block) => block.items.length > 0);
}
