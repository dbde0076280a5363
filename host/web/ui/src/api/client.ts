// Asks the host: typed by its own description, in the reader's language, with the token of who is signed in.
import createClient from "openapi-fetch";
import { language } from "../words";
import type { components, paths } from "./schema";
import { Problem } from "./problem";
import { token } from "./token";

export type Schema = components["schemas"];

const client = createClient<paths>({ baseUrl: location.origin });

client.use({
    onRequest({ request }) {
        request.headers.set("Accept-Language", language.value);
        if (token.value) request.headers.set("Authorization", `Bearer ${token.value}`);
        return request;
    },
    onError({ error }) {
        return error instanceof DOMException && error.name === "AbortError" ? error : Problem.offline();
    },
});

/** Reading and writing by the paths of the API's description. */
export const api = client;

interface Answered<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** An answer heard to its end; a `Problem` where the line was cut in the middle, or somebody else answered. */
export async function heard<T>(asked: Promise<T>): Promise<T> {
    try {
        return await asked;
    } catch (thrown) {
        if (thrown instanceof Problem) throw thrown;
        throw thrown instanceof SyntaxError ? Problem.own("garbled") : Problem.offline();
    }
}

/** What was answered; throws the `Problem` where it was none. */
export async function got<T>(asked: Promise<Answered<T>>): Promise<T> {
    const { data, error, response } = await heard(asked);
    if (!response.ok || data === undefined) throw Problem.of(response, error);
    return data;
}
