/* build.mjs FOLDER: bundles main.js, with the packages installed in FOLDER, into
 * FOLDER/script.js, and writes it as C to FOLDER/script.c. The same sources and lock
 * file give the same bytes. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2]);
const modules = join(folder, "node_modules");
const esbuild = createRequire(join(folder, "package.json"))("esbuild");

/* Minified like the rest: the style of the controls is a text in the script. */
const style = {
    name: "style",
    setup(build) {
        build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
            const css = readFileSync(path, "utf8");
            const { code } = await esbuild.transform(css, { loader: "css", minify: true });
            return { contents: code.trim(), loader: "text" };
        });
    },
};

/* Their licences ask that each copy has the notice, and every report is a copy. */
function notice() {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json")));
    const notices = Object.keys(dependencies).sort().map((name) => {
        const at = join(modules, name);
        const { version } = JSON.parse(readFileSync(join(at, "package.json")));
        const file = readdirSync(at).find((entry) => /licen[cs]e/i.test(entry));
        return `${name} ${version}\n${readFileSync(join(at, file), "utf8").trim()}`;
    });
    return `/*! This script holds:\n\n${notices.join("\n\n")}\n*/`;
}

async function bundle() {
    const result = await esbuild.build({
        entryPoints: [join(here, "main.js")],
        absWorkingDir: here,
        nodePaths: [modules],
        bundle: true,
        minify: true,
        format: "iife",
        target: ["chrome92", "firefox91", "safari15"],
        charset: "ascii",
        banner: { js: notice() },
        legalComments: "inline",
        plugins: [style],
        write: false,
    });
    return result.outputFiles[0].text.trim();
}

function asC(script) {
    const bytes = Buffer.from(script, "ascii");
    const hash = createHash("sha256").update(bytes).digest("base64");
    const rows = [];
    for (let i = 0; i < bytes.length; i += 20)
        rows.push([...bytes.subarray(i, i + 20)].join(","));
    return `/* Made by src/report/script/build.mjs. */
#include "report/script.h"

const char clg_report_script[] = {
${rows.join(",\n")},0};
const char clg_report_script_hash[] = "sha256-${hash}";
`;
}

const script = await bundle();
if (/<\/script|<!--/i.test(script))
    throw new Error("the script holds what would end it inside a page");
writeFileSync(join(folder, "script.js"), script);
writeFileSync(join(folder, "script.c"), asC(script));
