/* One box that finds schools by name or identifier and highlights them, shows only
 * them, or hides them, wherever they stand in the page. */
import { after, announce, button, element } from "./dom.js";
import { allSchools, follow, register } from "./schools.js";
import { say } from "./words.js";
import * as view from "./view.js";

const ways = ["mark", "only", "hide"];
let box, pattern, choices, status, note;
let isPainted = false; /* thousands of schools are left alone until somebody asks */

/* A test of names; null while nothing is looked for, false for a bad expression. */
function finder() {
    const text = view.get("find");
    if (!text) return null;
    if (!view.get("pattern")) {
        const wanted = text.toLocaleLowerCase();
        return (name) => name.toLocaleLowerCase().includes(wanted);
    }
    try {
        const expression = new RegExp(text, "iu");
        return (name) => expression.test(name);
    } catch {
        return false;
    }
}

function way() {
    return ways.includes(view.get("as")) ? view.get("as") : "mark";
}

function isGone(isFound) {
    return (way() === "only" && !isFound) || (way() === "hide" && isFound);
}

function paint(school, isFound, isFinding) {
    for (const node of school.elements) {
        node.classList.toggle("found", isFinding && isFound && way() !== "hide");
        node.classList.toggle("gone", isFinding && isGone(isFound));
    }
}

/* Small pictures of schools that are looked for are brought out. */
function bringOut(found) {
    for (const template of document.querySelectorAll(".many > template"))
        template.dispatchEvent(new CustomEvent("wanted", { detail: found }));
}

function tell(found, total, gone) {
    const isFinding = Boolean(view.get("find"));
    status.textContent = isFinding ? say("found", found, total) : "";
    note.textContent = gone > 0 ? say("hidden_schools", gone, total) : "";
    note.hidden = gone === 0;
}

function apply() {
    const isFound = finder();
    const isBad = isFound === false;
    const isFinding = Boolean(isFound);
    const schools = allSchools();
    const found = schools.filter(
        ({ name, id }) => isFinding && (isFound(name) || (id && isFound(id))));
    box.setAttribute("aria-invalid", isBad);
    if (isFinding && way() !== "hide") bringOut(new Set(found.map((s) => s.place)));
    const chosen = new Set(found);
    const gone = isFinding ? schools.filter((s) => isGone(chosen.has(s))).length : 0;
    if (isFinding || isPainted)
        for (const school of schools) paint(school, chosen.has(school), isFinding);
    isPainted = isFinding;
    document.documentElement.classList.toggle("finding", isFinding && way() === "mark");
    tell(found.length, schools.length, gone);
    if (isBad) status.textContent = say("pattern_bad");
}

function show() {
    box.value = view.get("find");
    pattern.checked = Boolean(view.get("pattern"));
    for (const choice of choices) choice.checked = choice.value === way();
    apply();
}

function ask() {
    const chosen = choices.find((choice) => choice.checked).value;
    view.set("find", box.value);
    view.set("pattern", pattern.checked ? "1" : "");
    view.set("as", chosen === "mark" ? "" : chosen);
    apply();
}

function reset() {
    for (const name of ["find", "pattern", "as"]) view.set(name, "");
    show();
    box.focus();
    announce(say("found", 0, allSchools().length));
}

function choice(name) {
    return element("input", { type: "radio", name: "way", value: name, onchange: ask });
}

function labelled(input, text) {
    return element("label", {}, input, text);
}

export function addFinder() {
    const later = after(150, ask);
    box = element("input", { type: "search", id: "find", autocomplete: "off",
        spellcheck: "false", placeholder: say("find_hint"), oninput: later });
    pattern = element("input", { type: "checkbox", onchange: ask });
    choices = ways.map(choice);
    status = element("output", { for: "find" });
    note = element("p", { class: "note", hidden: true });
    const form = element("form", { class: "find", role: "search",
        onsubmit: (event) => event.preventDefault() },
        element("label", { for: "find" }, say("find")), box,
        labelled(pattern, say("pattern")),
        element("span", { class: "ways", role: "radiogroup", "aria-label": say("find") },
            ...choices.map((input) => labelled(input, say(input.value)))),
        button(say("reset"), reset), status, note);
    document.querySelector("main").before(form);
    register(document);
    follow(apply);
    view.onChange(show);
}
