//! The real console in a real window: driven by keyboard through WebKit's own driver, on a virtual
//! display, with a real hub and a real notification server.
