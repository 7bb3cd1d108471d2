// Loaded on every page: wakes GOV.UK Frontend's components and the autosave of drafts.
// Without this script every page works as well; it only gets less comfortable.

import { followChoices } from "./chosen.js";
import { startComponents } from "./components.js";
import { startDrafts } from "./drafts.js";

startComponents();
startDrafts();
followChoices();
