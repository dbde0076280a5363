// Hands a file that was fetched to the browser, under the name the host gave it.

export function hand(file: Blob, response: Response, otherwise: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = nameIn(response.headers.get("Content-Disposition")) ?? otherwise;
    link.click();
    // The browser has taken it by then.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The file's name by RFC 6266: the encoded one before the plain one. */
export function nameIn(disposition: string | null): string | undefined {
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
    if (encoded) return decodeURIComponent(encoded);
    return /filename="([^"]+)"/i.exec(disposition ?? "")?.[1];
}
