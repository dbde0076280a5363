// Runs a plugin's component, away from the page and without network: a fresh instance for each question, as on the server.
import { BadAnswer, type Json, readAnswers } from "./answers";
import { AskedTooOften, CallFacts, fieldsOf } from "./call";
import { Component } from "./component";
import type { AskedForm, Field } from "./contract";
import type { Ask, Failing, FromWorker, Start, ToWorker } from "./messages";
import { refusal } from "./refusal";
import { Crooked, stateOf } from "./standing";
import { Catalogs, Unsayable } from "./texts";

interface Ready {
    start: Start;
    component: Component;
    facts: CallFacts;
    catalogs: Catalogs;
    form: AskedForm;
    known: Field[];
}

let ready: Ready | undefined;

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
    tell(data.kind === "start" ? await begin(data) : answer(data));
    ready?.component.prepare();
};

function tell(message: FromWorker): void {
    self.postMessage(message);
}

async function begin(start: Start): Promise<FromWorker> {
    try {
        const component = await Component.load(start.script, start.cores, start.hostCalls);
        const facts = new CallFacts(start.call, start.received);
        const catalogs = new Catalogs(start.catalogs);
        const known = fieldsOf(start.known ?? []);
        const form = component.call(facts, (checklists, call) => checklists.ask(call, start.checklist, known));
        ready = { start, component, facts, catalogs, form, known };
        return { kind: "ready" };
    } catch (thrown) {
        return failed(thrown, "unloadable");
    }
}

function answer(ask: Ask): FromWorker {
    if (ready === undefined) return { kind: "failed", code: "unloadable", detail: "it was not started" };
    const { start, component, facts, catalogs, form, known } = ready;
    try {
        const answers = readAnswers(form, JSON.parse(ask.answers) as Record<string, Json>);
        const standing = component.call(facts, (checklists, call) =>
            checklists.state(call, start.checklist, answers, known),
        );
        return { kind: "state", state: stateOf(form, answers, standing, start.plugin, catalogs) };
    } catch (thrown) {
        if (thrown instanceof BadAnswer) return { kind: "refused", refusal: refusal(thrown, start.language) };
        if (Component.declined(thrown)) return { kind: "declined" };
        return failed(thrown, "trapped");
    }
}

function failed(thrown: unknown, otherwise: Failing): FromWorker {
    return { kind: "failed", code: codeOf(thrown) ?? otherwise, detail: String(thrown).slice(0, 400) };
}

function codeOf(thrown: unknown): Failing | undefined {
    if (thrown instanceof AskedTooOften) return "limit";
    if (thrown instanceof Crooked || thrown instanceof Unsayable) return "crooked";
    if (thrown instanceof WebAssembly.RuntimeError) return "trapped";
    return undefined;
}
