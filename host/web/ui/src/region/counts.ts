// What is counted in a region, in the order in which pages show it.
export const kinds = ["persons", "houses", "buildings", "units", "grids", "communities"] as const;
export type Kind = (typeof kinds)[number];
