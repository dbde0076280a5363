// Writes each built file once more as brotli and gzip, at their slowest and smallest: the host sends them as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const TEXT = /\.(html|js|mjs|css|svg|json|topojson|geojson|webmanifest|wasm|txt)$/;
export function compress(): Plugin {
    let config: ResolvedConfig;
    return {
        name: "lifang-compress",
        apply: "build",
        configResolved(resolved) {
            config = resolved;
        },
        writeBundle() {
            const folder = join(config.root, config.build.outDir);
            for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
                const file = join(folder, name);
                if (!TEXT.test(name)) continue;
                const bytes = readFileSync(file);
                const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
                const smaller = { br: brotliCompressSync(bytes, { params }), gz: gzipSync(bytes, { level: 9 }) };
                for (const [ending, made] of Object.entries(smaller)) {
                    if (made.length < bytes.length) writeFileSync(`${file}.${ending}`, made);
                }
            }
        },
    };
}
