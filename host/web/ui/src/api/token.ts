// The token of who is signed in, kept until the browser's tab is closed. Stands in for sign-in.
import { ref } from "vue";
import { sweepDrafts } from "../form/draft";

const KEY = "lifang.token";

export const token = ref(sessionStorage.getItem(KEY) ?? "");

export function signIn(with_: string): void {
    token.value = with_.trim();
    sessionStorage.setItem(KEY, token.value);
}

export function signOut(): void {
    token.value = "";
    sessionStorage.removeItem(KEY);
    sweepDrafts(true);
}
