/* Tables: sorted by a click on a header, filtered by a box where they are long, saved
 * as CSV. */
import { after, announce, button, element, textOf } from "./dom.js";
import { save, saversOf } from "./save.js";
import { say, underPattern } from "./words.js";
import * as view from "./view.js";

const LONG = 20; /* rows from which a table has a filter */
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
const under = underPattern();

function bodyRows(table) {
    return [...table.tBodies[0].rows];
}

function isNumeric(table, column) {
    return table.classList.contains(`n${column + 1}`);
}

/* ---- sorting ---- */

/* "under 5" lies between 0 and 5; "hidden", and what is empty, has no place and comes
 * last. Of "2 to 5" the first number counts. */
export function numberOf(text) {
    const limit = under.exec(text);
    const plain = (limit ? limit[1] : text).replace(/,/g, "").replace("\u2212", "-");
    const value = parseFloat(plain);
    return limit ? value * 0.5 : value;
}

function keyOf(table, row, column) {
    const cell = row.cells[column];
    const text = cell ? textOf(cell) : "";
    if (isNumeric(table, column)) return numberOf(text);
    return text === "" ? NaN : text;
}

function compare(a, b) {
    return typeof a === "string" ? order.compare(a, b) : a - b;
}

function isMissing(key) {
    return Number.isNaN(key);
}

/* way: "up", "down" or "" for the order of the report. */
export function sortTable(table, column, way) {
    const original = (table.original ??= bodyRows(table));
    let rows = original;
    if (way) {
        const sign = way === "up" ? 1 : -1;
        const keyed = original.map((row) => ({ row, key: keyOf(table, row, column) }));
        const known = keyed.filter(({ key }) => !isMissing(key));
        known.sort((a, b) => sign * compare(a.key, b.key));
        rows = [...known, ...keyed.filter(({ key }) => isMissing(key))].map((k) => k.row);
    }
    table.tBodies[0].append(...rows);
    [...table.tHead.rows[0].cells].forEach((cell, i) => {
        if (way && i === column)
            cell.setAttribute("aria-sort", way === "up" ? "ascending" : "descending");
        else cell.removeAttribute("aria-sort");
    });
}

function nextWay(cell) {
    return { ascending: "down", descending: "" }[cell.getAttribute("aria-sort")] ?? "up";
}

/* The last sort is part of the view. */
function onHeader(table, column) {
    const cell = table.tHead.rows[0].cells[column];
    const way = nextWay(cell);
    sortTable(table, column, way);
    view.set("sort", way ? `${table.id}.${column + 1}.${way}` : "");
    const words = { up: "sorted_up", down: "sorted_down", "": "sorted_not" }[way];
    announce(say(words, textOf(cell)));
}

function addSorting(table) {
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
        const text = cell.textContent;
        cell.replaceChildren(button(text, () => onHeader(table, column)));
    });
}

function sortAsAsked() {
    const [id, column, way] = view.get("sort").split(".");
    const table = id && document.getElementById(id);
    if (table?.localName === "table" && table.tHead.rows[0].cells[column - 1])
        sortTable(table, column - 1, way === "down" ? "down" : "up");
}

/* ---- filtering ---- */

function filter(table, text, status) {
    const wanted = text.toLocaleLowerCase();
    let kept = 0;
    for (const row of bodyRows(table)) {
        const isKept = textOf(row).toLocaleLowerCase().includes(wanted);
        row.classList.toggle("sifted", !isKept);
        kept += isKept;
    }
    status.textContent = text ? say("filtered", kept, bodyRows(table).length) : "";
}

function filterOf(table) {
    const status = element("output");
    const later = after(150, (input) => filter(table, input.value, status));
    const input = element("input", { type: "search", autocomplete: "off",
        oninput: () => later(input) });
    return [element("label", {}, say("filter"), " ", input), status];
}

/* ---- saving ---- */

/* A table's text as programs read it: a true minus and no commas between thousands. */
function cellText(table, cell) {
    const text = textOf(cell);
    if (!isNumeric(table, cell.cellIndex) || !/\d/.test(text)) return text;
    return text.replace(/(\d),(?=\d{3})/g, "$1").replace(/\u2212/g, "-");
}

function quoted(text) {
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/* What is shown, in its order: RFC 4180. A short row is filled up. */
export function csvOf(table) {
    const headers = [...table.tHead.rows[0].cells];
    const shown = bodyRows(table).filter((row) => !row.matches(".gone,.sifted"));
    const lines = shown.map((row) =>
        headers.map((_, i) => (row.cells[i] ? cellText(table, row.cells[i]) : "")));
    return [headers.map(textOf), ...lines]
        .map((cells) => `${cells.map(quoted).join(",")}\r\n`)
        .join("");
}

function saveTable(table) {
    save(`${table.id}.csv`, new Blob([csvOf(table)], { type: "text/csv" }));
}

export function addTables() {
    for (const table of document.querySelectorAll("main table[id]")) {
        const tools = element("div", { class: "tools" });
        if (bodyRows(table).length >= LONG) tools.append(...filterOf(table));
        tools.append(saversOf(textOf(table.caption), { CSV: () => saveTable(table) }));
        table.closest(".frame").before(tools);
        if (bodyRows(table).length > 1) addSorting(table);
    }
    view.onChange(sortAsAsked);
}
