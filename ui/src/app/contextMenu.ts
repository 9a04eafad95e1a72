// The menu of the browser offers to reload and to inspect: it comes only where there is a text to cut, copy or paste.
import { isTyping } from "../shared/keys";

/** Keeps the menu away from everything else. Returns what stops it. */
export function keepContextMenu(target: Window): () => void {
  const ask = (event: MouseEvent) => {
    if (!isTyping(event) && !isSelected(event.target)) event.preventDefault();
  };
  target.addEventListener("contextmenu", ask);
  return () => target.removeEventListener("contextmenu", ask);
}

/** Whether text that is selected reaches over what was clicked. */
function isSelected(target: EventTarget | null): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && target instanceof Node && selection.getRangeAt(0).intersectsNode(target);
}
