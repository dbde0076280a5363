// The communities this reader opened last, kept on the device.
export interface Visited {
    code: string;
    name: string;
}

const KEY = "lifang.visited";
const MOST = 4;

export function visited(): Visited[] {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
        return Array.isArray(kept) ? (kept as Visited[]).filter((one) => one?.code && one?.name).slice(0, MOST) : [];
    } catch {
        return [];
    }
}

export function visit(one: Visited): void {
    const others = visited().filter((other) => other.code !== one.code);
    try {
        localStorage.setItem(KEY, JSON.stringify([{ code: one.code, name: one.name }, ...others].slice(0, MOST)));
    } catch {
        // Nothing is lost but a short cut.
    }
}
