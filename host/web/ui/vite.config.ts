// How the pages are built: hashed assets, one chunk per page, compressed beforehand, and a server for development beside a running `lifang`.
import vue from "@vitejs/plugin-vue";
import { compress } from "./compress.ts";
import { defineConfig } from "vitest/config";

export default defineConfig({
    plugins: [vue(), compress()],
    build: {
        target: "es2022",
        // Licences of what is bundled stay in the files that hold it.
        license: true,
        chunkSizeWarningLimit: 700,
    },
    worker: { format: "es" },
    server: { proxy: { "/api": process.env.LIFANG_URL ?? "http://127.0.0.1:8700" } },
    test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
