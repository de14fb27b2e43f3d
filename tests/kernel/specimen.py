"""Data of the specimen paper in both languages: names of places and offices only."""

from typing import Any

SPECIMEN: dict[str, dict[str, Any]] = {
    "fa": {
        "title": "گزارش کوتاه شبکه شهرهای خلاق",
        "subtitle": "وضع شبکه، یافته‌ها و برنامه همکاری فصل آینده",
        "institution": "دبیرخانه شبکه شهرهای خلاق",
        "date": "یکشنبه ۱ آذر ۱۴۰۵",
        "headings": {"state": "وضع شبکه", "findings": "یافته‌ها", "plan": "برنامه همکاری"},
        "paragraph": "شبکه در این فصل بزرگ‌تر شد، اما بیشتر عضوها هنوز پیوندی ندارند. "
        "پیوندهای تازه بیشتر میان شهرهای یک منطقه بسته شده است.",
        "footnote": "شمارش تا پایان فصل.",
        "facts": [
            {"value": 408, "word": "عضو"},
            {"value": 711, "word": "پیوند"},
            {"value": 160, "word": "عضو بی‌پیوند"},
            {"value": 1250000, "word": "ریال هزینه هر پیوند"},
        ],
        "shares": [
            {"word": "پیوند در یک زمینه", "share": 0.2208},
            {"word": "پیوند در یک منطقه", "share": 0.5077},
            {"word": "پیوند با هدف نوشته", "share": None},
        ],
        "source": "فهرست پیوندهای خواهرشهری، بازخوانی ۱۴۰۵/۰۸/۱۵",
        "findings": [
            {
                "title": "از هر پنج عضو دو عضو هیچ پیوندی ندارند",
                "meaning": "این عضوها از برنامه‌های مشترک بیرون می‌مانند؛ از شهرهای نزدیک آغاز کنید.",
                "tone": "attention",
                "label": "نیازمند توجه",
                "compared": "فصل گذشته: ۱۶۴ عضو",
            },
            {
                "title": "بزرگ‌ترین بخش به‌هم‌پیوسته ۲۴۰ عضو دارد",
                "meaning": "خبر یک شهر به همه این عضوها می‌رسد.",
                "tone": "active",
                "label": "خوب",
            },
            {
                "title": "سه پیوند تنها به یک نفر وابسته است",
                "meaning": "با رفتن او پیوند می‌گسلد.",
                "tone": "refused",
                "label": "خطر",
            },
        ],
        "table": {
            "caption": "عضوها به تفکیک زمینه",
            "header": ["ردیف", "زمینه", "عضو"],
            "rows": [["1", "صنایع دستی و هنرهای مردمی", 86], ["2", "خوراک", 57], ["3", "ادبیات", 63]],
        },
        "steps": ["نامه آغاز همکاری فرستاده شود.", "هدف پیوند نوشته شود.", "رابط شهر تأیید کند."],
        "pairs": [
            {
                "a": "اصفهان",
                "b": "جایپور",
                "score": 0.87,
                "parts": [["هم‌زمینه بودن", 0.32], ["تکمیل نیاز", 0.4], ["نزدیکی", 0.15]],
                "note": "هر دو قلم‌زنی دارند؛ اصفهان بازار می‌خواهد و جایپور آموزش.",
            },
            {
                "a": "لاهیجان",
                "b": "Granada",
                "score": 0.5,
                "parts": [["میراث مشترک", 0.3], ["نزدیکی", 0.2]],
                "note": "پلی میان دو منطقه.",
            },
        ],
        "drawing": {"alt": "دو شهر که یک پیوند دارند", "caption": "پیوند پیشنهادی"},
    },
    "en": {
        "title": "Brief of the network of creative cities",
        "subtitle": "State of the network, findings and the plan of the coming quarter",
        "institution": "Secretariat of the network of creative cities",
        "date": "22 November 2026",
        "headings": {"state": "State of the network", "findings": "Findings", "plan": "Partnership plan"},
        "paragraph": "The network grew this quarter, yet most members still have no tie. "
        "New ties were mostly made between cities of one region.",
        "footnote": "Counted to the end of the quarter.",
        "facts": [
            {"value": 408, "word": "members"},
            {"value": 711, "word": "ties"},
            {"value": 160, "word": "members without a tie"},
            {"value": 1250000, "word": "rials per tie"},
        ],
        "shares": [
            {"word": "Ties within one field", "share": 0.2208},
            {"word": "Ties within one region", "share": 0.5077},
            {"word": "Ties with an objective", "share": None},
        ],
        "source": "List of sister cities, read on 6 November 2026",
        "findings": [
            {
                "title": "Two members in five have no tie at all",
                "meaning": "They stay outside joint programmes; begin with cities near them.",
                "tone": "attention",
                "label": "Needs attention",
                "compared": "Last quarter: 164 members",
            },
            {
                "title": "The largest connected part has 240 members",
                "meaning": "News of one city reaches them all.",
                "tone": "active",
                "label": "Good",
            },
            {
                "title": "Three ties rest on one person",
                "meaning": "When that person leaves, the tie breaks.",
                "tone": "refused",
                "label": "Risk",
            },
        ],
        "table": {
            "caption": "Members by field",
            "header": ["No.", "Field", "Members"],
            "rows": [["1", "Crafts and folk art", 86], ["2", "Gastronomy", 57], ["3", "Literature", 63]],
        },
        "steps": ["Send the opening letter.", "Write the objective.", "The focal point confirms."],
        "pairs": [
            {
                "a": "Isfahan",
                "b": "Jaipur",
                "score": 0.87,
                "parts": [["same field", 0.32], ["needs met", 0.4], ["nearness", 0.15]],
                "note": "Both chase metal; Isfahan seeks markets and Jaipur seeks training.",
            },
            {
                "a": "Lahijan",
                "b": "Granada",
                "score": 0.5,
                "parts": [["shared heritage", 0.3], ["nearness", 0.2]],
                "note": "A bridge between two regions.",
            },
        ],
        "drawing": {"alt": "Two cities with one tie", "caption": "A proposed tie"},
    },
}
