// How the probe is built: by the pages' own tools, from the pages' own sources, into a folder of the tests.
import { resolve } from "node:path";

export default {
    root: import.meta.dirname,
    base: "/__probe/",
    publicDir: false,
    worker: { format: "es" },
    build: {
        target: "es2022",
        minify: true,
        emptyOutDir: true,
        rollupOptions: {
            input: resolve(import.meta.dirname, "probe.ts"),
            preserveEntrySignatures: "strict",
            output: { entryFileNames: "probe.js" },
        },
    },
};
