// "All" in the head of a table, and how many are picked where the page wants to say so.
export function selectAll() {
  document.addEventListener("change", (event) => {
    const table = event.target.closest?.("[data-select-table]");
    if (!table) return;
    const boxes = [...table.querySelectorAll("tbody .cell-select input")];
    const all = table.querySelector("[data-select-all]");
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    for (const place of document.querySelectorAll("[data-picked]")) place.textContent = picked;
  });
}
