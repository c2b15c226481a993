/* The marks of a picture: what is said of one, and which is nearest to a point. */
import { quadtree } from "d3-quadtree";

import { textOf } from "./dom.js";
import { nameOf, rowNear } from "./schools.js";
import { stages, windows } from "./words.js";

const REACH = 14; /* pixels from a mark at which it is still meant */

/* A browser would show a title by itself, beside ours. */
export function takeTitle(node) {
    const title = node.querySelector(":scope > title");
    if (title) {
        node.dataset.title = textOf(title);
        title.remove();
    }
    return node.dataset.title;
}

/* What stands in the row of a table: [header, text] for each cell. */
function factsOf(row) {
    const headers = row.closest("table").tHead.rows[0].cells;
    return [...row.cells].slice(1).map((cell, i) => [textOf(headers[i + 1]), textOf(cell)])
        .filter(([, text]) => text !== "");
}

/* [window, what a small picture shows of it] at a point; nothing beside the windows. */
function momentAt(picture, clientX) {
    const { x, values, stages: codes } = picture.dataset;
    if (!x || clientX === undefined) return [];
    const svg = picture.querySelector("svg");
    const box = svg.getBoundingClientRect();
    const at = ((clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const [left, right] = x.split(" ").map(Number);
    const i = Math.floor(((at - left) / (right - left)) * windows.length);
    const shown = (values ?? codes).split(",")[i];
    if (!shown) return [];
    return [[windows[i], values ? shown.replace("-", "\u2212") : stages[shown - 1]]];
}

/* { name, lines } of a mark or a part with a title; null for nothing. Small pictures
 * over time say what they show at a point. */
export function saysOf(node, clientX) {
    const school = node.closest("g[data-s],.many > [data-s]");
    const titled = node.closest("[data-title]") ?? node.closest("g:has(> title)");
    const title = titled && takeTitle(titled);
    if (!school) return title ? { name: title, lines: [] } : null;
    const place = school.dataset.s;
    if (school.localName === "div") {
        const about = school.querySelector("desc[id$='-desc']");
        const lines = about ? [["", textOf(about)]] : [];
        return { name: title ?? nameOf(place), lines: [...momentAt(school, clientX), ...lines] };
    }
    const row = rowNear(node.closest("figure"), place);
    return {
        name: nameOf(place),
        lines: [...(title ? [["", title]] : []), ...(row ? factsOf(row) : [])],
    };
}

/* The point that a mark stands for: its circle, or its middle. */
function pointOf(mark) {
    const shape = mark.querySelector("circle") ?? mark;
    const box = shape.getBBox();
    return { mark, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function isPointed(mark) {
    return mark.querySelector("circle") !== null && !mark.classList.contains("gone");
}

/* The marks of an SVG in a tree by where they stand, made when first asked for. */
export function nearestIn(svg) {
    let tree;
    return (clientX, clientY) => {
        tree ??= quadtree([...svg.querySelectorAll("g[data-s]")].filter(isPointed).map(pointOf),
            (point) => point.x, (point) => point.y);
        const matrix = svg.getScreenCTM();
        const at = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
        const found = tree.find(at.x, at.y, REACH / matrix.a)?.mark;
        return found?.classList.contains("gone") ? undefined : found;
    };
}
