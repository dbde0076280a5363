// World `forms`: checklists and certificates. A pure component, so that the same bytes run on the server and in a browser.
import type { CertificateList } from "./contract/plugin-certificates.js";
import type { Judgement } from "./contract/plugin-checklists.js";
import type { Answers } from "./answers.js";
import type { Call } from "./call.js";
import type { Checklist } from "./checklist.js";
import type { Fields } from "./fields.js";

/** What a plugin of world `forms` implements; leave out what it has not. */
export interface Forms {
  /** The checklist of `id` as it is asked on the day of the call. `known` is what base data already holds about the subject. */
  checklist?(call: Call, id: string, known: Fields): Checklist;
  /** What the answers mean. The host has dropped answers to hidden nodes and refused an incomplete form before this. */
  judge?(call: Call, id: string, answers: Answers, known: Fields): Judgement;
  /** The plugin's whole list of certificates; the host merges it along the region's path and keeps what is in force. */
  certificates?(call: Call): CertificateList;
}

/** Declares a plugin of world `forms`: `export default forms({ … })`. */
export function forms<P extends Forms>(plugin: P): P {
  return plugin;
}
