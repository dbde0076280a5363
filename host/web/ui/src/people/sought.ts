// By what a person is sought: a resident ID where it may be one, else a phone. The host judges either.
import type { Schema } from "../api/client";

/** Full-width characters become narrow; spaces and hyphens do not count. */
export function soughtBy(typed: string): Schema["SoughtDto"] {
    const plain = typed
        .normalize("NFKC")
        .replace(/[\s\-–—]/g, "")
        .toUpperCase();
    return /^\d{14,17}[\dX]$/.test(plain) ? { resident_id: plain } : { phone: plain };
}
