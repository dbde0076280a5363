// Using a page without a mouse: Tab until it is there, and see where one is.
import { expect, type Locator, type Page } from "@playwright/test";

/** More steps than this to one thing is a page nobody can use by keyboard. */
const STEPS = 80;

/** Presses Tab until the element has the focus, and sees that this shows. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let step = 0; step < STEPS; step++) {
        if (await has(target)) {
            await expectVisibleFocus(target);
            return;
        }
        await page.keyboard.press("Tab");
    }
    throw new Error(`${STEPS} times Tab, and ${target.toString()} never had the focus`);
}

/** Goes to an element by Tab and presses a key there. */
export async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
    await tabTo(page, target);
    await page.keyboard.press(key);
}

/** Goes to an element by Tab and types. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
    await tabTo(page, target);
    await page.keyboard.type(text);
}

async function has(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element.ownerDocument.activeElement === element);
}

/** The focus shows by an outline or a ring, on the element or on what wraps it (a hidden radio button in its label). */
async function expectVisibleFocus(target: Locator): Promise<void> {
    const shows = await target.evaluate((element) => {
        const rings = (one: Element) => {
            const style = getComputedStyle(one);
            return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
        };
        const around = [element, element.parentElement, element.closest("label"), element.nextElementSibling];
        return around.some((one) => one !== null && rings(one));
    });
    expect(shows, `the focus on ${target.toString()} can be seen`).toBe(true);
}

/** Goes to the group of a radio button by Tab and chooses it with the arrows, as one does. */
export async function choose(page: Page, radio: Locator): Promise<void> {
    const name = await radio.getAttribute("name");
    const group = page.locator(`input[type=radio][name=${JSON.stringify(name)}]`);
    const first = (await group.and(page.locator(":checked")).count())
        ? group.and(page.locator(":checked"))
        : group.first();
    await tabTo(page, first);
    if (!(await first.isChecked())) await page.keyboard.press("Space");
    for (let left = await group.count(); left > 0 && !(await radio.isChecked()); left--)
        await page.keyboard.press("ArrowDown");
    await expect(radio).toBeChecked();
}
