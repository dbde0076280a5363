// Messages for the plugin's author and operator. Never write personal data here.

type Write = (level: "debug" | "info" | "warn" | "error" | "panic", message: string) => void;

/** Without a host, a test shows what its plugin said when it fails. */
let write: Write = (level, message) => console.error(`${level}: ${message}`);

/** Where messages go; a component's entry sets it before anything else runs. */
export function logTo(host: Write): void {
  write = host;
}

export const log = {
  /** Only of use while writing the plugin. */
  debug: (message: string): void => write("debug", message),
  /** Normal progress. */
  info: (message: string): void => write("info", message),
  /** Something the operator should know. */
  warn: (message: string): void => write("warn", message),
  /** Something went wrong, and the plugin went on. */
  error: (message: string): void => write("error", message),
};

/** The host joins the text to the trap that follows. */
export function panic(message: string): void {
  write("panic", message);
}
