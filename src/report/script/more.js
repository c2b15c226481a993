/* Small pictures of further schools, which C left in a template: brought out a number
 * at a time, or when they are looked for. They stand in order of names. */
import { button } from "./dom.js";
import { register } from "./schools.js";
import { say } from "./words.js";

const AT_A_TIME = 24;

function insert(grid, pictures) {
    const template = grid.querySelector("template");
    for (const picture of pictures) {
        const next = [...grid.querySelectorAll(":scope > [data-s]")]
            .find((other) => Number(other.dataset.s) > Number(picture.dataset.s));
        grid.insertBefore(picture, next ?? template);
    }
}

function tell(control, left) {
    control.textContent = say("more", Math.min(left, AT_A_TIME));
    if (left === 0) control.remove();
}

export function addMore(grid) {
    const template = grid.querySelector("template");
    const waiting = () => [...template.content.children];

    function bring(pictures) {
        if (pictures.length === 0) return;
        const wrap = document.createElement("div");
        wrap.append(...pictures);
        const brought = [...wrap.children];
        insert(grid, brought);
        tell(control, waiting().length);
        const added = { querySelectorAll: () => brought };
        register(added);
    }

    const control = button("", () => bring(waiting().slice(0, AT_A_TIME)), { class: "more" });
    template.addEventListener("wanted", ({ detail }) =>
        bring(waiting().filter((picture) => detail.has(picture.dataset.s)).slice(0, AT_A_TIME)));
    grid.after(control);
    tell(control, waiting().length);
}
