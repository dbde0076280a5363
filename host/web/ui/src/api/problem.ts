// What went wrong, as the pages show it: the host's problem documents, and what the host cannot tell because it is out of reach.
import { language, say } from "../words";
import type { components } from "./schema";

type ProblemDto = components["schemas"]["ProblemDto"];

interface Said {
    what: string;
    remedy: string;
}

export class Problem extends Error {
    private constructor(
        /** The host's stable code; `offline` or `unreadable` where the page itself found it. */
        readonly code: string,
        /** The HTTP status; 0 without an answer. */
        readonly status: number,
        /** Where in what was sent. */
        readonly at: string | undefined,
        private readonly said: () => Said,
        /** What an operator finds the request by. */
        readonly request: string | undefined = undefined,
    ) {
        super(code);
    }

    /** In the language the reader has now. */
    get what(): string {
        return this.said().what;
    }

    get remedy(): string {
        return this.said().remedy;
    }

    /** Asking again, unchanged, may help. */
    get passing(): boolean {
        return this.status === 0 || this.status >= 500 || this.status === 429;
    }

    static offline(): Problem {
        return new Problem("offline", 0, undefined, () => ({
            what: say("problem-offline"),
            remedy: say("problem-offline-remedy"),
        }));
    }

    /** A problem of the page's own, by the keys of its texts. */
    static own(code: string): Problem {
        return new Problem(code, 0, undefined, () => ({
            what: say(`problem-${code}`),
            remedy: say(`problem-${code}-remedy`),
        }));
    }

    static dto(dto: ProblemDto, request?: string): Problem {
        const speak = (): Said => (language.value === "zh" ? dto.zh : dto.en);
        return new Problem(dto.code, dto.status, dto.at ?? undefined, speak, request);
    }

    static of(response: Response, body: unknown): Problem {
        const request = response.headers.get("x-request-id") ?? undefined;
        if (isProblem(body)) return Problem.dto(body, request);
        return new Problem(
            "unreadable",
            response.status,
            undefined,
            () => ({
                what: say("problem-unreadable", { status: response.status }),
                remedy: say("problem-unreadable-remedy"),
            }),
            request,
        );
    }

    /** Whatever was thrown, as a problem; a mistake in the pages themselves is thrown on. */
    static from(thrown: unknown): Problem {
        if (thrown instanceof Problem) return thrown;
        throw thrown;
    }
}

function isProblem(body: unknown): body is ProblemDto {
    return typeof body === "object" && body !== null && "code" in body && "zh" in body && "en" in body;
}
