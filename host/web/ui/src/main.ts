// Starts the pages.
import "./look/tokens.css";
import "./look/base.css";
import "./look/controls.css";
import { createApp } from "vue";
import App from "./shell/App.vue";
import { sweepDrafts } from "./form/draft";
import { router } from "./router";
import { settle } from "./look/settings";
import { speak } from "./words";

sweepDrafts();
const settings = settle();
await speak(settings.language);
createApp(App).use(router).mount("#app");
