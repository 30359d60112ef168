"""Words of organisations and projects: known ones, and what says that a name is one."""

from tenon_sidecar.entities.words import words_of

# The last word of an organisation's name.
ENDINGS = words_of("""
Inc Ltd LLC GmbH AG Corp Corporation Foundation University Institute Consortium Association Company
Society Committee Council Alliance Agency Laboratory Laboratories Universität Hochschule Ministry
PLC SARL SAS BV AB Oy Oyj AS ASA ApS NV SpA SA SE KG KGaA Kft Pty Co Fund Bank Bancorp Federation
Commission Authority Museum Hospital Clinic Observatory Parliament Academy College Polytechnic
Technologies Technology Labs Laboratoires Industries Holdings Ventures Logistics Pharma
Trust Union Stiftung Verein Verband Institut Ministerium Bundesamt Université Universidad Université
Università Universiteit Universidade École
""")
ENDINGS_OF_MORE = (("Task", "Force"), ("Research", "Council"), ("Standards", "Institute"))
# Words that are organisations beside another one.
BESIDE = words_of(
    "Meta Apple Visa Elastic Zoom Block Target Shell Orange Total Square Box Snap Figma"
)
# What a name begins with that goes on with a small word.
OF_PLACE = words_of("""
Bundesamt Institut Université Universität Universidad Università Universiteit Ministerium Ministère
Hochschule Landesamt Agence Instituto Istituto Banco Banque Gesellschaft Verband Stiftung
""")
BEGINNINGS = words_of("University Institute Ministry Bank Department Academy College")

ORGANISATIONS = words_of("""
Google Microsoft Mozilla Facebook IBM Intel NVIDIA AMD Canonical Netflix Cloudflare Oracle JetBrains
OpenAI Anthropic Samsung Siemens Bosch SAP CERN NASA W3C IETF IEEE ACM MIT Amazon Spotify Stripe
Shopify Uber Airbnb LinkedIn Huawei Sony Nokia Ericsson Fastly Hetzner SUSE Adobe Atlassian
Salesforce Toyota Volkswagen BMW UNESCO OECD Tencent Alibaba ByteDance DeepMind Qualcomm Cisco
Accenture Airbus Akamai ASML Autodesk Baidu BBC Bloomberg Boeing Broadcom Canva Citrix
CNCF Comcast Confluent DARPA Databricks Datadog Dell Deloitte DENIC DHL DigitalOcean
Dropbox Duolingo eBay ECMA EFF ESA Etsy EURECOM Eurostat Expedia FBI FedEx Foxconn Fraunhofer
FSF Fujitsu Garmin HashiCorp Hitachi Honeywell HP HPE HSBC Hulu IKEA INRIA Inria
Infineon Infosys Intuit KPMG Lenovo LG Logitech Lufthansa Maersk Mastercard McKinsey MediaTek Micron
MITRE Monzo Motorola NATO NHS Nestlé NetApp Nintendo NIST Novartis NSF NTT NXP Okta
OWASP Palantir Panasonic PayPal Philips Pinterest Pixar PwC Rakuten Reddit Reuters Revolut Roche
Samsara SANS Shutterstock SoftBank SpaceX STMicroelectronics Swisscom TikTok Toshiba TSMC Twilio
Twitter Ubisoft UNICEF Unilever Verizon Vercel Netlify VMware Vodafone Volvo Walmart Wikimedia
Telkom Telefónica Swisscom Xiaomi Yahoo Yandex Zalando Zoho ZTE
""")
ORGANISATIONS_OF_MORE = (
    "Red Hat",
    "ETH Zürich",
    "Hugging Face",
    "Texas Instruments",
    "Deutsche Bahn",
    "Deutsche Telekom",
    "Deutsche Bank",
    "Max Planck Society",
    "Goldman Sachs",
    "JP Morgan",
    "Morgan Stanley",
    "Western Digital",
    "General Electric",
    "Jane Street",
    "Digital Ocean",
    "Analog Devices",
    "European Union",
    "European Commission",
    "World Bank",
    "World Health Organization",
    "Carnegie Mellon",
    "Y Combinator",
)

PROJECTS = words_of("""
PostgreSQL SQLite MySQL MariaDB Redis MongoDB LanceDB DuckDB Kubernetes Docker Podman Firefox
Chromium Chrome Safari WebKit WebKitGTK LLVM Clang GCC Emacs Vim Neovim Git Mercurial Ubuntu Debian
Fedora NixOS FreeBSD OpenBSD Android Wayland GNOME KDE LibreOffice Obsidian Confluence Jira Grafana
Prometheus Terraform Ansible Jenkins Python NumPy pandas SciPy PyTorch TensorFlow TypeScript
JavaScript Kotlin Haskell OCaml Node.js Deno Tauri Electron SolidJS Svelte Angular Django
FastAPI Postgres Flask Symfony Laravel GraphQL Flutter Xcode Homebrew Jupyter Keras OpenCV FFmpeg
ImageMagick Wireshark Istio Pulumi VirtualBox Nextcloud Mattermost Zulip Pydantic pytest Vitest
Playwright Selenium Puppeteer esbuild pnpm etcd Memcached InfluxDB ClickHouse CockroachDB Neo4j
scikit-learn tree-sitter ripgrep systemd nginx OpenSSL OpenSSH RabbitMQ Elasticsearch OpenSearch
Meilisearch Qdrant Milvus Thunderbird WordPress Drupal Blender GIMP Inkscape VSCode IntelliJ
Eclipse CodeMirror
Zookeeper Cassandra Hadoop Servo Bazel CMake Gradle Maven Webpack Vite ESLint ONNX BusyBox QEMU
Valkey Buildkite Qwik Loro Automerge Yjs Dagster Ceph Proxmox Cilium Calico
Opsgenie PagerDuty Leptos Yew Dioxus HTMX Rspack Rolldown Oxlint Pyright
Axum Bevy Polars Ripgrep Tantivy Tailwind TailwindCSS SQLx SQLAlchemy Tokio Actix Rustfmt
rustfmt rust-analyzer GitHub GitLab Bitbucket Gitea Forgejo Codeberg Heroku Firebase Supabase
Ktor Quarkus Micronaut Hibernate Mockito JUnit Kubeflow MLflow Dask Numba Cython CPython PyPy Conda
Anaconda matplotlib Matplotlib Seaborn Plotly Streamlit Gunicorn Uvicorn Starlette Scrapy mypy
Pylint Bokeh spaCy NLTK Gensim XGBoost LightGBM Ollama LangChain PyCharm CLion GoLand RubyMine
WebStorm Neovide Alacritty WezTerm iTerm2 tmux zsh Zsh PowerShell Zellij NetBSD
OpenWrt Raspbian AlmaLinux CentOS openSUSE Gentoo Manjaro macOS iOS iPadOS ChromeOS Lua LuaJIT
Erlang Elixir Clojure Zsh Yarn npm jQuery Backbone.js Ember.js Three.js D3.js Redux MobX Zustand
Preact SvelteKit NestJS Fastify Prisma Sequelize TypeORM Mongoose Storybook
Rollup Turbopack Cordova Sinatra RSpec RuboCop
Magento Joomla phpMyAdmin PHPUnit Traefik HAProxy Caddy Kubernetes Vagrant
Packer CircleCI TeamCity Sonarqube SonarQube Kibana Logstash Fluentd Datasette Metabase
Superset Airbyte dbt Trino BigQuery Redshift DynamoDB CouchDB Couchbase ScyllaDB
TimescaleDB VictoriaMetrics TiDB RocksDB LevelDB FoundationDB SurrealDB Weaviate Pinecone pgvector
Protobuf gRPC Thrift ZeroMQ Mosquitto Godot OpenGL Vulkan WebGPU WebGL WebAssembly Wasmtime
Wasmer Emscripten Valgrind GDB LLDB Ghidra Radare2 Nmap Metasploit Wikipedia OpenStreetMap
GNUcash KiCad FreeCAD LibreCAD Krita Darktable Audacity OBS VLC MPlayer Handbrake Calibre Zotero
LaTeX Pandoc Sphinx MkDocs Docusaurus Jekyll Typst Overleaf Evernote Joplin Logseq
Todoist Asana Telegram WhatsApp Skype Photoshop Figma PowerPoint
OneDrive SharePoint Gmail YouTube
""")
PROJECTS_OF_MORE = (
    "Plan 9",
    "Visual Studio Code",
    "Node.js",
    "Ruby on Rails",
    "ONNX Runtime",
    "GitHub Actions",
    "GitLab CI",
    "Linux kernel",
    "Google Cloud",
    "Google Docs",
    "Google Chrome",
    "Android Studio",
    "Raspberry Pi",
    "Arch Linux",
    "Alpine Linux",
    "Visual Studio",
    "Microsoft Teams",
    "Stack Overflow",
    "Material UI",
    "React Native",
    "Entity Framework",
    "Azure DevOps",
    "VS Code",
    "Spring Boot",
)
# Names of projects that are English words too: not where one of `NO_NAME_BEFORE` follows.
PROJECT_WORDS = words_of("""
Kafka React Vue Flink Airflow Next.js Nuxt Jest Helm Slack Discord Trello Excel Outlook Cypress
Zed Helix Firecracker Celery Mastodon Parcel Gatsby Sentry
""")
NO_NAME_BEFORE = "to|on|quickly|fast|when|if|only|at|accordingly|early|within|wrote|said"

# What a project is: `the Zed editor`, `the Bevy engine`.
NOUNS = (
    "project|crate|library|package|framework|plugin|plug-in|extension|editor|browser|database"
    "|compiler|engine|app|team|tool|linter|bundler|emulator|parser|crate|repo|repository|codebase|language|interpreter|toolkit|client|daemon|people|community|runtime"
)
# Words before such a noun that name nothing.
NO_PROJECT = words_of("""
Core Security Design Release Python Rust Java Web Mobile Desktop Android Windows Linux Mac Frontend
Backend Platform Infrastructure Data Sales Support Product Documentation Quality Operations Default
Open Source Google Microsoft Mozilla Apple Amazon
""")
# Capitalised words that a number follows, and what one switches to, that are no project.
COUNTED = words_of("""
About Above Almost Appendix Around Article Average Band Below Bluetooth Book Build Channel Chapter
Clause Column Day Edition Ecma Equation Exactly Exercise Exit Factor Fig Figure Firmware Grade
Group Item Iteration Lemma Level Line Listing Load Long Magnitude Maximum Median Minimum Nearly
Number Only Option Over Paragraph Patch Priority Problem Proposition Question Rate Ratio Revision
Room Row Rule Score Season Series Slide Speed Stage Station Table Theorem Track Unit Usb Vol
Volume Week Wifi English German French Spanish Italian Russian Dutch Arabic Hindi Latin Metric
Imperial Dark Light Plan Mode Monthly Yearly Annual Weekly Paper Email Chat Video Full Part Manual
Async Sync Remote Local Master Main Trunk Stable Nightly Beta Alpha English-only Rust-only Cash
Euro Euros Dollar Dollars Munich Vienna Zurich Zürich Madrid Lisbon Oslo Stockholm Copenhagen
Helsinki Prague Warsaw Budapest Dublin Brussels Amsterdam Milan Hamburg Geneva Athens Boston
Chicago Seattle Toronto Sydney Melbourne Mumbai Delhi Bangalore Shanghai Beijing Seoul Singapore
Dubai Cairo Nairobi Lagos Spain Italy Portugal Austria Switzerland Sweden Norway Denmark Finland
Ireland Belgium Netherlands Greece Turkey Russia Ukraine Canada Mexico Brazil Australia Austria
Korea Vietnam Thailand Israel Egypt
""")
