/* What a mark stands for, beside it: under the pointer, and for the keyboard when its
 * picture has the focus. */
import { announce, element } from "./dom.js";
import { nearestIn, saysOf } from "./marks.js";

const tip = element("div", { class: "tip", "aria-hidden": "true", hidden: true });
let shown = null;

function place(x, y) {
    const { width, height } = tip.getBoundingClientRect();
    const right = document.documentElement.clientWidth - 8;
    const left = Math.max(8, Math.min(x + 14, right - width));
    const above = y - height - 12;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : y + 18}px`;
}

function fill({ name, lines }) {
    tip.replaceChildren(element("b", {}, name), ...lines.map(([header, text]) =>
        element("span", {}, header ? `${header}: ${text}` : text)));
}

export function hideTip() {
    shown?.classList.remove("meant");
    shown = null;
    tip.hidden = true;
}

export function showTip(mark, x, y) {
    const says = saysOf(mark, x);
    if (!says) return hideTip();
    if (mark === shown) fill(says);
    else {
        hideTip();
        fill(says);
        shown = mark;
        mark.classList.add("meant");
        tip.hidden = false;
    }
    place(x, y);
}

/* A line of help, such as which keys there are. */
export function showHelp(text, x, y) {
    hideTip();
    tip.replaceChildren(element("span", {}, text));
    tip.hidden = false;
    place(x, y);
}

function onMove(nearest, event) {
    const direct = event.target.closest(
        "g[data-s],.many > [data-s],[data-title],g:has(> title)");
    const mark = direct ?? nearest?.(event.clientX, event.clientY);
    if (mark) showTip(mark, event.clientX, event.clientY);
    else hideTip();
}

/* ---- the keyboard ---- */

function marksOf(picture) {
    const seen = new Set();
    return [...picture.querySelectorAll("g[data-s],g[data-title],g:has(> title)")].filter(
        (mark) => {
            const isNew = !mark.dataset.s || !seen.has(mark.dataset.s);
            if (mark.dataset.s) seen.add(mark.dataset.s);
            return isNew && !mark.classList.contains("gone");
        });
}

/* In the order from left to right; those of a calendar from top to bottom. */
export function step(picture, by) {
    const marks = marksOf(picture)
        .map((mark) => ({ mark, box: mark.getBoundingClientRect() }))
        .sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top)
        .map(({ mark }) => mark);
    if (marks.length === 0) return false;
    const from = marks.indexOf(shown);
    const mark = marks[(from < 0 ? (by > 0 ? 0 : marks.length - 1) : from + by + marks.length)
        % marks.length];
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = (mark.querySelector("circle") ?? mark).getBoundingClientRect();
    showTip(mark, box.left + Math.min(box.width, 200) / 2, box.top);
    const { name, lines } = saysOf(mark);
    announce([name, ...lines.map((line) => line.filter(Boolean).join(" "))].join(", "));
    return true;
}

export function addTips(frame) {
    const svg = frame.matches(".many") ? null : frame.querySelector("svg");
    const nearest = svg && nearestIn(svg);
    frame.addEventListener("pointermove", (event) => onMove(nearest, event));
    frame.addEventListener("pointerleave", hideTip);
}

export function startTips() {
    document.body.append(tip);
    addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
    addEventListener("scroll", () => shown?.matches(":hover") || hideTip(), { passive: true });
}
