/* What stands around a picture: tools to zoom and save it, keys, tips. */
import { announce, button, element, textOf } from "./dom.js";
import { addMore } from "./more.js";
import { pngOf, svgText } from "./picture_file.js";
import { save, saversOf } from "./save.js";
import { addTips, hideTip, showHelp, step } from "./tip.js";
import { say } from "./words.js";
import { zoomOf } from "./zoom.js";

/* Pictures of a frame that are shown. */
function picturesIn(frame) {
    return [...frame.querySelectorAll("svg[role=img]")]
        .filter((svg) => !svg.parentElement.matches(".gone"));
}

function nameOfFile(frame) {
    const name = frame.querySelector("svg > [id$='-title']").id.replace(/-title$/, "");
    const section = frame.closest("section");
    return section.querySelectorAll(".many").length === 1 && frame.matches(".many")
        ? section.id : name;
}

function saveSvg(frame) {
    const text = svgText(picturesIn(frame));
    save(`${nameOfFile(frame)}.svg`, new Blob([text], { type: "image/svg+xml" }));
}

async function savePng(frame) {
    const image = await pngOf(svgText(picturesIn(frame))).catch(() => null);
    if (image) save(`${nameOfFile(frame)}.png`, image);
    else announce(say("too_large"));
}

function tool(sign, word, what, action) {
    const text = say(word);
    return button(sign, action, { title: text, "aria-label": `${text}: ${what}` });
}

function onKey(frame, zoom, event) {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const [x, y] = arrows[event.key] ?? [0, 0];
    const actions = { "+": zoom.closer, "=": zoom.closer, "-": zoom.further, 0: zoom.whole };
    if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
    if (actions[event.key]) actions[event.key]();
    else if ((x || y) && event.shiftKey && zoom.isZoomed()) zoom.move(x, y);
    else if (!(x || y) || event.shiftKey || !step(frame, x + y)) return;
    event.preventDefault();
}

function addLarge(frame, tools, what) {
    const svg = frame.querySelector("svg");
    const whole = button(say("zoom_not"), () => zoom.whole(), { hidden: true });
    const zoom = zoomOf(frame, svg, (isZoomed) => {
        frame.classList.toggle("zoomed", isZoomed);
        if (!isZoomed && document.activeElement === whole) frame.focus();
        whole.hidden = !isZoomed;
    });
    frame.setAttribute("aria-label", `${what}. ${say("keys")}`);
    frame.addEventListener("keydown", (event) => onKey(frame, zoom, event));
    frame.addEventListener("focus", () => {
        const box = frame.getBoundingClientRect();
        if (frame.matches(":focus-visible")) showHelp(say("keys"), box.left, box.bottom);
    });
    frame.addEventListener("blur", hideTip);
    tools.append(tool("+", "zoom_in", what, zoom.closer),
        tool("\u2212", "zoom_out", what, zoom.further), whole);
}

/* The browser's own tip for a whole picture would stand beside ours: what names the
 * picture stays, but no longer as its title. */
function quieten(svg) {
    const title = svg.querySelector(":scope > title");
    if (!title) return;
    const name = document.createElementNS(svg.namespaceURI, "desc");
    name.id = title.id;
    name.textContent = title.textContent;
    title.replaceWith(name);
}

function addTools(frame, what) {
    const tools = element("div", { class: "tools" });
    if (!frame.matches(".many")) addLarge(frame, tools, what);
    tools.append(saversOf(what, { SVG: () => saveSvg(frame), PNG: () => savePng(frame) }));
    frame.before(tools);
    addTips(frame);
    for (const svg of frame.querySelectorAll("svg")) quieten(svg);
}

/* Two pictures side by side each get a frame to be zoomed in. */
function framed(svg) {
    const frame = element("div", { class: "pane", role: "group", tabindex: 0 });
    svg.replaceWith(element("div", {}, frame));
    frame.append(svg);
    return frame;
}

export function addPictures() {
    for (const svg of document.querySelectorAll(".pair > svg"))
        addTools(framed(svg), textOf(svg.querySelector("title")));
    for (const frame of document.querySelectorAll("figure > .picture"))
        addTools(frame, textOf(frame.querySelector("title")));
    for (const frame of document.querySelectorAll("figure > .many")) {
        addTools(frame, textOf(frame.closest("section").querySelector("h2")));
        if (frame.querySelector("template")) addMore(frame);
    }
}
