// Everything here is a convenience: each page works without it.
import { closeMenusOutside } from "./menus.js";
import { clearUntouched } from "./clearing.js";
import { keepDrafts } from "./drafts.js";
import { focusFirstError } from "./errors.js";
import { foldFilters } from "./filters.js";
import { countLines } from "./lines.js";
import { saveNames } from "./naming.js";
import { watchNetwork } from "./network.js";
import { sendOnce } from "./once.js";
import { openFoldedForPrint } from "./print.js";
import { selectAll } from "./tables.js";
import { chooseTheme } from "./theme.js";
import { chooseWays } from "./ways.js";

focusFirstError(document);
keepDrafts();
saveNames();
foldFilters();
countLines();
watchNetwork();
sendOnce();
selectAll();
chooseTheme();
chooseWays();
closeMenusOutside();
clearUntouched();
openFoldedForPrint();
