// The first field in error gets the focus; where only the form as a whole is wrong, its summary does.
export function focusFirstError(root) {
  const target = root.querySelector("[aria-invalid=true]:not([type=hidden])") ?? root.querySelector("[data-form-errors]");
  target?.focus();
}
