// First of all modules: nothing may run before the prototypes are frozen.
import "./kernel/harden";
import "./styles/index.css";

void import("./start").then(({ start }) => start());
