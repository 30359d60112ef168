/** The sizes of window that the tour looks at. */
import { join } from "node:path";

const windowManager = join(import.meta.dirname, "openbox.xml");

export const sizes = [
  { width: 1440, height: 900, windowManager },
  { width: 1024, height: 700, windowManager },
];
