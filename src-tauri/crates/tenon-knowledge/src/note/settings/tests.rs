//! Settings, daily notes and templates.

use jiff::civil::{date, time};

use super::*;

#[test]
fn settings_of_obsidian_are_read() {
    let (settings, problems) = Settings::read(Obsidian {
        daily_notes: Some(
            "\u{feff}{\"folder\":\"Days/\",\"format\":\"YYYY/MM-DD\",\"template\":\"T/day\",\"autorun\":true}",
        ),
        templates: Some("{\"folder\":\"T\",\"dateFormat\":\"D.M.\",\"timeFormat\":\"\"}"),
        app: Some(
            "{\"attachmentFolderPath\":\"./files\",\"newLinkFormat\":\"relative\",\"useMarkdownLinks\":true,\"newFileLocation\":\"folder\",\"newFileFolderPath\":\"In\"}",
        ),
    });
    assert_eq!(problems, [""; 0]);
    assert_eq!(daily(&settings, date(2024, 3, 9)), "Days/2024/03-09.md");
    assert_eq!(settings.daily_template.as_deref(), Some("T/day"));
    assert_eq!(settings.templates_folder.as_deref(), Some("T"));
    assert_eq!(
        (settings.date_format.as_str(), settings.time_format.as_str()),
        ("D.M.", "HH:mm")
    );
    assert_eq!(settings.attachments.folder(b"a/b/c.md"), b"a/b/files");
    assert_eq!(settings.attachments.folder(b"c.md"), b"files");
    let new_notes = settings.new_notes.expect("it is set");
    assert_eq!(new_notes.folder(b"a/c.md"), b"In");
    assert_eq!(settings.link_format, LinkFormat::Relative);
    assert!(settings.markdown_links);
}

#[test]
fn what_is_broken_is_told_and_the_defaults_hold() {
    let (settings, problems) = Settings::read(Obsidian {
        daily_notes: Some("{\"folder\": "),
        templates: Some("[]"),
        app: Some(
            "{\"newLinkFormat\": 3, \"useMarkdownLinks\": \"yes\", \"newFileLocation\": \"current\"}",
        ),
    });
    let new_notes = Some(Location::Beside(String::new()));
    assert_eq!(settings.new_notes, new_notes);
    let beside = Location::Beside(String::new());
    assert_eq!(beside.folder(b"a/c.md"), b"a");
    assert_eq!(
        settings,
        Settings {
            new_notes,
            ..Settings::default()
        }
    );
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("daily-notes.json") && problems[1].contains("templates.json"));
    assert_eq!(
        Settings::read(Obsidian::default()),
        (Settings::default(), Vec::new())
    );
}

#[test]
fn no_setting_leads_out_of_the_workspace() {
    let (mut settings, _) = Settings::read(Obsidian {
        daily_notes: Some("{\"folder\":\"../../x\",\"format\":\"../[..]/[a:b]YYYY\"}"),
        templates: None,
        app: Some("{\"attachmentFolderPath\":\"/../y\"}"),
    });
    assert_eq!(daily(&settings, date(2024, 3, 9)), "x/a b2024.md");
    assert_eq!(settings.attachments.folder(b"c.md"), b"y");
    settings.daily_format = "[]".into();
    assert_eq!(daily(&settings, date(2024, 3, 9)), "x/Untitled.md");
}

#[test]
fn a_template_is_filled_in() {
    let settings = Settings::default();
    let fill = |text| settings.template(text, "T {{date}}", date(2024, 3, 9), time(7, 5, 0, 0));
    for (text, expected) in [
        (
            "# {{title}}\n{{date}} {{time}}",
            "# T {{date}}\n2024-03-09 07:05",
        ),
        (
            "{{date:dddd [of] YY}} {{ Time:H:mm }}",
            "Saturday of 24 7:05 ",
        ),
        ("{{other}} {{title:x}} {{", "{{other}} {{title:x}} {{"),
        ("{{{{title}}}}", "{{T {{date}}}}"),
        ("{{a {{date}}", "{{a 2024-03-09"),
        ("{{x}} {{{title}}} }}{{", "{{x}} {T {{date}}} }}{{"),
        ("ü}} {{", "ü}} {{"),
    ] {
        assert_eq!(fill(text), expected, "{text}");
    }
}
