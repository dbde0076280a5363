// What regions are called, where an answer has only their code.
import { api, got } from "../api/client";

const asked = new Map<string, Promise<string>>();

/** The region's name, asked for once; the code itself where nobody can say it. */
export function nameOf(code: string): Promise<string> {
    let name = asked.get(code);
    if (!name) {
        name = got(api.GET("/api/v1/regions/{code}", { params: { path: { code } } })).then(
            (region) => region.name,
            () => {
                asked.delete(code);
                return code;
            },
        );
        asked.set(code, name);
    }
    return name;
}
