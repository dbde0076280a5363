// What TypeScript cannot know of the files that Vite reads.
/// <reference types="vite/client" />
declare module "*.vue" {
    import type { DefineComponent } from "vue";
    const component: DefineComponent<object, object, unknown>;
    export default component;
}
