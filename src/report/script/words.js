/* All that the script says comes from the report's one table of strings: a block of
 * JSON in the page. Places for what is said of are {1} to {9}. */
const table = JSON.parse(document.getElementById("words").textContent);

export function say(word, ...parts) {
    return table[word].replace(/\{([1-9])\}/g, (_, place) => parts[place - 1]);
}

export const windows = table.windows;
export const stages = table.stages;

/* "under 5" is told from other texts by the words around the number. */
export function underPattern() {
    const words = table.under.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return new RegExp(`^${words.replace("{1}", "([\\d,.]+)")}$`);
}
