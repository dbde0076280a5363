// A checklist being filled: the form, the answers and how they stand, kept on the device until they are sent.
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { api, got, heard, type Schema } from "../api/client";
import { Problem } from "../api/problem";
import { type FallbackReason, type Form, type FormState, open, type Runner, type Subject } from "../component/runner";
import { language, say } from "../words";
import { blocksOf, isAsked, type Node } from "./blocks";
import { dropDraft, keepDraft, readDraft } from "./draft";
import { type Faults, faultsOf, judgeable, refusedAt, without } from "./faults";
import { type Answer, type Answers, isAnswered, type Question } from "./question";

/** Why the server judges, as readers are told it. */
export type Fallback = "absent" | "unsupported" | "slow" | "broken";

export function useFilling(region: string, checklist: string, subject?: Subject) {
    const name = ["checklist", region, checklist, subject?.uid].filter(Boolean).join(".");
    const drafted = readDraft(name);
    let draft = drafted.draft;
    let runner: Runner | undefined;
    let turn = 0;

    const answers = ref<Answers>({ ...draft.answers });
    const restored = ref(drafted.restored);
    const kept = ref(drafted.restored);
    const form = shallowRef<Form>();
    const state = shallowRef<FormState>();
    const where = ref<Runner["where"]>("browser");
    const fallback = ref<Fallback>();
    const problem = shallowRef<Problem>();
    /** What shows is older than the answers: the judge cannot be reached. */
    const behind = ref(false);
    /** What the host wanted mended, by question, until the answer changes. */
    const toMend = ref<Faults>({});
    /** Answers that a judge would not read, with why, until they change. */
    const refused = ref<Faults>({});

    /** What base data answers already, by question: shown filled, with where it comes from. */
    const prefilled = computed(() => new Map(form.value?.prefilled?.map((one) => [one.question, one])));

    const stateOf = computed(() => new Map(state.value?.nodes.map((node) => [node.id, node])));
    const nodes = computed(() => form.value?.nodes ?? []);
    const shows = (node: Node) => stateOf.value.get(node.id)?.visible ?? false;
    const asked = computed(() => nodes.value.filter((node) => shows(node) && isAsked(node)));
    const required = computed(() =>
        asked.value.filter((node) => stateOf.value.get(node.id)?.required).map((node) => node.id),
    );
    const missing = computed(() => required.value.filter((id) => !isAnswered(answers.value[id])));
    const wrong = computed(() =>
        asked.value
            .filter((node) => problemsOf(node.id).length > 0 && isAnswered(answers.value[node.id]))
            .map((node) => node.id),
    );

    const typeFaults = computed(() => faultsOf(nodes.value, answers.value, refused.value, say));
    const blocks = computed(() => blocksOf(nodes.value, shows, asQuestion));

    function problemsOf(id: string): string[] {
        const judged = stateOf.value.get(id)?.problems ?? [];
        return [...judged, ...[toMend.value[id], typeFaults.value[id]].filter((told) => told !== undefined)];
    }

    function asQuestion(node: Node): Question {
        return {
            ...node,
            kind: node.kind as Question["kind"],
            required: stateOf.value.get(node.id)?.required ?? false,
            problems: problemsOf(node.id),
        };
    }

    async function start(): Promise<void> {
        const mine = ++turn;
        runner?.close();
        problem.value = undefined;
        try {
            const opened = await open(region, checklist, {
                subject,
                onFallback(why) {
                    if (mine !== turn) return;
                    fallback.value = told(why);
                    where.value = "server";
                },
            });
            if (mine !== turn) return opened.runner.close();
            runner = opened.runner;
            where.value = runner.where;
            // A question that the form no longer asks is not sent.
            const ids = new Set(opened.form.nodes.map((node) => node.id));
            answers.value = Object.fromEntries(Object.entries(answers.value).filter(([id]) => ids.has(id)));
            form.value = opened.form;
            // What was typed before stands; the rest of what is known is filled in.
            answers.value = { ...known(), ...answers.value };
            await judge();
        } catch (thrown) {
            if (mine === turn) problem.value = Problem.from(thrown);
        }
    }

    /** The answers that base data has. */
    function known(): Answers {
        return Object.fromEntries((form.value?.prefilled ?? []).map((one) => [one.question, one.value as Answer]));
    }

    async function judge(): Promise<void> {
        if (!runner) return;
        const [mine, given] = [runner, answers.value];
        try {
            const answered = await mine.state(judgeable(given, typeFaults.value));
            if (mine !== runner || given !== answers.value) return;
            state.value = answered;
            behind.value = false;
        } catch (thrown) {
            const why = Problem.from(thrown);
            if (mine !== runner || given !== answers.value) return;
            const id = refusedAt(why.at);
            if (id && !refused.value[id]) {
                // One answer must not take the form with it: it is said at its question, and the rest is judged without it.
                refused.value = { ...refused.value, [id]: why.what };
                await judge();
            } else if (why.passing) {
                behind.value = true;
            } else {
                problem.value = why;
            }
        }
    }

    function answer(id: string, value: Answer): void {
        answers.value = { ...answers.value, [id]: value };
        toMend.value = without(toMend.value, id);
        refused.value = without(refused.value, id);
        problem.value = undefined;
        kept.value = keepDraft(name, { ...draft, answers: answers.value });
        void judge();
    }

    function clear(): void {
        dropDraft(name);
        draft = readDraft(name).draft;
        answers.value = known();
        toMend.value = refused.value = {};
        problem.value = undefined;
        restored.value = kept.value = false;
        void judge();
    }

    function renew(): void {
        draft.key = crypto.randomUUID();
        keepDraft(name, { ...draft, answers: answers.value });
    }

    /** Sends it; what is to be mended shows at its questions. */
    async function send(): Promise<Schema["SubmissionDto"]> {
        const asked = api.POST("/api/v1/regions/{code}/submissions", {
            params: { path: { code: region }, header: { "Idempotency-Key": draft.key } },
            body: {
                checklist,
                answers: judgeable(answers.value, typeFaults.value),
                component: runner?.component ?? null,
                subject: subject ?? null,
                prefilled: [...prefilled.value.keys()],
            },
        });
        const { data, error, response } = await heard(asked);
        const toBeMended = error as Schema["SubmissionDto"] | undefined;
        if (response.status === 422 && toBeMended?.questions) {
            // What is mended is another submission.
            renew();
            toMend.value = Object.fromEntries(toBeMended.questions.map((question) => [question.id, question.what]));
            return toBeMended;
        }
        if (response.status === 409) {
            // An answer was changed after a sending whose outcome never came back.
            renew();
            throw Problem.own("sent-before");
        }
        const submission = await got(Promise.resolve({ data, error, response }));
        dropDraft(name);
        return submission;
    }

    const retry = () => void (behind.value && judge());
    addEventListener("online", retry);
    watch(language, () => void start());
    onScopeDispose(() => {
        removeEventListener("online", retry);
        turn++;
        runner?.close();
    });
    void start();

    return {
        form,
        answers,
        blocks,
        missing,
        wrong,
        required,
        prefilled,
        where,
        fallback,
        kept,
        restored,
        problem,
        behind,
        start,
        answer,
        clear,
        send,
    };
}

function told({ code }: FallbackReason): Fallback {
    if (code === "absent" || code === "unsupported") return code;
    return code === "overstayed" || code === "limit" ? "slow" : "broken";
}
