// What the browser's tab is called: follows the page and the reader's language.
import { watchEffect } from "vue";
import { say } from "../words";

export function useTitle(title: () => string): void {
    watchEffect(() => {
        const own = title();
        document.title = own ? `${own} · ${say("product")}` : say("product");
    });
}
