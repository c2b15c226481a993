/* Hands a file to the reader. */
import { announce } from "./dom.js";
import { say } from "./words.js";

export function save(name, blob) {
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    announce(say("saved", name));
}
