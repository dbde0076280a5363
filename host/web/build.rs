//! Tells cargo to embed the pages again when they were built again, and lets the crate compile where they never were.

fn main() -> std::io::Result<()> {
    // Cargo takes a watched folder that is missing for changed, each time. With nothing in it there are no pages, and the
    // server says so itself.
    std::fs::create_dir_all("ui/dist")?;
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
