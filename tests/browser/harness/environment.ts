// What `cargo xtask test` says about where things are.

/** A variable that must be set. */
export function variable(name: string): string {
    const value = process.env[name];
    if (!value)
        throw new Error(`${name} is not set: run this with \`cargo xtask test browser\`, which builds and finds all`);
    return value;
}
