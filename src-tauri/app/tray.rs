//! The tray icon: how many promises press, and the way back to the window.
//!
//! On Linux a tray icon reports no clicks, so everything is in its menu as well.

use tauri::{
    AppHandle, Manager, Runtime,
    image::Image,
    menu::{Menu, MenuItem},
    tray::{MouseButton, TrayIconBuilder, TrayIconEvent},
};

const ID: &str = "main";

/// Puts the icon there. A desktop without a tray is no reason not to start.
pub(crate) fn install<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, "show", "打开兜得住 · Show Backstop", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "退出 · Quit", true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&show, &quit])?;
    TrayIconBuilder::with_id(ID)
        .icon(Image::from_bytes(include_bytes!("../../icons/tray.png"))?)
        .tooltip("Backstop 兜得住")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "quit" => app.exit(0),
            _ => raise(app),
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
                raise(icon.app_handle());
            }
        })
        .build(app)?;
    Ok(())
}

/// Shows how many live tickets this person has, and how many of their promises are broken.
pub(crate) fn count<R: Runtime>(app: &AppHandle<R>, mine: u32, breached: u32) {
    let Some(icon) = app.tray_by_id(ID) else { return };
    let title = (mine > 0).then(|| mine.to_string());
    let tooltip = format!("Backstop 兜得住 · {mine} 张工单，{breached} 张超时");
    // A tray that cannot show it has still the icon; nothing depends on it.
    icon.set_title(title).ok();
    icon.set_tooltip(Some(tooltip)).ok();
}

/// Brings the window up, wherever it was.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window("main") else { return };
    let raised = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "window.not_raised");
    }
}
