/* What makes the page answer to its reader. All content is in the page before: the
 * script finds, sorts, zooms and saves, and adds the controls for it. */
import { addFinder } from "./find.js";
import { addPictures } from "./pictures.js";
import { addTables } from "./tables.js";
import { startTips } from "./tip.js";
import * as view from "./view.js";
import css from "./controls.css";

const style = document.createElement("style");
style.textContent = css;
document.head.append(style);
addFinder();
addTables();
addPictures();
startTips();
view.open();
