// The `oauth` block: what providers fill in, who shares a source, and every remedy.
#include "config/init.h"
#include "config/provider_steps.h"
#include "mail/net/imap_mailbox.h"
#include "tests/config/configuration_folder.h"
#include "tests/support/signing_key.h"
#include "tests/support/table.h"

#include <set>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;
using mail::OAuthGrant;

namespace {

// A configuration whose mailbox has this block, one line each.
std::string with_block(const std::string& block, const std::string& preset = "microsoft365", const std::string& mailbox_more = {})
{
    return "desk: {address: help@example.org}\nmailboxes:\n  - name: inbox\n    preset: " + preset + "\n    user: help@example.org\n" + mailbox_more +
           (preset == "generic" ? "    host: imap.example.org\n" : "") + "    oauth: {" + block + "}\noutgoing: {maildir: out}\ntoken_key: token.key\n";
}

class Folder : public ConfigurationFolder {
public:
    Folder()
    {
        secret("app.secret", "the-client-secret\n");
        secret("app.pem", tests::signing_key().private_key + tests::signing_key().certificate);
        secret("other.pem", tests::signing_key().private_key + tests::new_signing_key().certificate);
        std::string key = tests::signing_key().private_key;
        for (auto at = key.find('\n'); at != std::string::npos; at = key.find('\n', at)) key.replace(at, 1, "\\n");
        secret("robot.json", R"({"type":"service_account","client_email":"robot@p.iam.gserviceaccount.com","private_key_id":"k1","token_uri":"https://oauth2.googleapis.com/token","private_key":")" + key + "\"}");
        write("ca.pem", "");
    }
};

mail::OAuthSettings settings_of(const LoadedSettings& loaded)
{
    BOOST_REQUIRE(loaded.settings);
    for (const auto& problem : loaded.problems) BOOST_TEST_MESSAGE(shown(problem));
    BOOST_REQUIRE(loaded.settings->token_sources.size() == 1u);
    return loaded.settings->token_sources.front()->settings();
}

struct ProblemRow {
    const char* name;
    std::string block, preset;
    const char* complaint; // a part of the only problem
};

const ProblemRow problems[] = {
    {"no tenant", "client_id: app, client_secret: {file: app.secret}", "microsoft365", "`tenant` is missing"},
    {"a tenant that is none", "tenant: a/b, client_id: app, client_secret: {file: app.secret}", "microsoft365", "`a/b` is no tenant"},
    {"an application in every tenant", "tenant: common, client_id: app, client_secret: {file: app.secret}", "microsoft365", "logs in to one tenant, not to `common`"},
    {"no client", "tenant: t, client_secret: {file: app.secret}", "microsoft365", "`client_id` is missing"},
    {"no secret", "tenant: t, client_id: app", "microsoft365", "needs `client_secret` or `certificate`"},
    {"a secret in the file itself", "tenant: t, client_id: app, client_secret: the-client-secret", "microsoft365", "stands in the configuration itself"},
    {"secret and certificate", "tenant: t, client_id: app, client_secret: {file: app.secret}, certificate: {file: app.pem}", "microsoft365", "a client has a secret or a certificate"},
    {"a certificate of another key", "tenant: t, client_id: app, certificate: {file: other.pem}", "microsoft365", "belongs to another private key"},
    {"no certificate at all", "tenant: t, client_id: app, certificate: {file: app.secret}", "microsoft365", "holds no private key"},
    {"Google by device code", "grant: device, client_id: app", "gmail", "Google gives no mail by device code"},
    {"a service account without key", "grant: service_account", "gmail", "needs `key`"},
    {"a key that is none", "key: {file: app.secret}", "gmail", "it is no JSON object"},
    {"a refresh token that is not named", "grant: refresh_token, client_id: app", "gmail", "needs `refresh_token`"},
    {"custom without endpoint", "client_id: app, client_secret: {file: app.secret}", "generic", "`token_endpoint` is missing"},
    {"custom device without its endpoint", "grant: device, client_id: app, token_endpoint: https://login.example/t", "generic", "`device_endpoint` is missing"},
    {"an endpoint in clear", "client_id: app, client_secret: {file: app.secret}, token_endpoint: http://login.example/t", "generic", "no address that secrets may go to"},
    {"an authority that is not there", "client_id: app, client_secret: {file: app.secret}, token_endpoint: https://login.example/t, ca_file: none.pem", "generic", "there is no file none.pem"},
    {"a day that is none", "tenant: t, client_id: app, client_secret: {file: app.secret}, expires: soon", "microsoft365", "`soon` is no day"},
    {"a key that means nothing here", "tenant: t, client_id: app, client_secret: {file: app.secret}, account: x", "microsoft365", "`account` means nothing for this grant"},
    {"a misspelt key", "tenant_id: t, tenant: t, client_id: app, client_secret: {file: app.secret}", "microsoft365", "did you mean `tenant`?"},
    {"a misspelt grant", "grant: device_code, tenant: t, client_id: app, client_secret: {file: app.secret}", "microsoft365", "did you mean `device`?"},
};

}

BOOST_AUTO_TEST_SUITE(oauth_settings)

const bool complained = tests::table(problems, [](const ProblemRow& row) {
    const Folder folder;
    const auto found = folder.problems(with_block(row.block, row.preset));
    BOOST_REQUIRE(!found.empty());
    BOOST_TEST(found.front().find(row.complaint) != std::string::npos, found.front());
    BOOST_TEST(found.size() == 1u);
    for (const auto& problem : found) BOOST_TEST(problem.find("the-client-secret") == std::string::npos, problem);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(microsoft_is_filled_in_for_an_application)
{
    const Folder folder;
    const auto account = settings_of(folder.load(with_block("tenant: contoso.example, client_id: app, client_secret: {file: app.secret}, expires: 2027-01-31")));
    BOOST_TEST(account.token_endpoint == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token");
    BOOST_TEST(account.scope == "https://outlook.office365.com/.default");
    BOOST_TEST(account.client_secret == "the-client-secret");
    BOOST_TEST((account.secret_expires == std::chrono::sys_days{std::chrono::year{2027} / 1 / 31}));
    BOOST_TEST(account.store == folder.path() / "deskhand.db.logins");
    BOOST_TEST(account.account == "");
}

BOOST_AUTO_TEST_CASE(microsoft_is_filled_in_for_a_person)
{
    const Folder folder;
    const auto account = settings_of(folder.load(with_block("grant: device, tenant: contoso.example, client_id: app")));
    BOOST_TEST(account.device_endpoint == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/devicecode");
    BOOST_TEST(account.scope.find("offline_access") != std::string::npos);
    BOOST_TEST(account.scope.find("IMAP.AccessAsUser.All") != std::string::npos);
    BOOST_TEST(account.account == "help@example.org");
}

BOOST_AUTO_TEST_CASE(a_certificate_stands_in_for_the_secret)
{
    const Folder folder;
    const auto account = settings_of(folder.load(with_block("tenant: t, client_id: app, certificate: {file: app.pem}")));
    BOOST_TEST(account.client_secret == "");
    BOOST_TEST(!account.private_key.empty());
}

BOOST_AUTO_TEST_CASE(google_is_filled_in_for_a_service_account_and_for_a_browser)
{
    const Folder folder;
    const auto robot = settings_of(folder.load(with_block("key: {file: robot.json}", "gmail")));
    BOOST_TEST((robot.grant == OAuthGrant::service_account));
    BOOST_TEST(robot.client_id == "robot@p.iam.gserviceaccount.com");
    BOOST_TEST(robot.account == "help@example.org");
    BOOST_TEST(robot.scope == "https://mail.google.com/");
    const auto person = settings_of(folder.load(with_block("client_id: app, client_secret: {file: app.secret}", "gmail")));
    BOOST_TEST((person.grant == OAuthGrant::browser));
    BOOST_TEST(person.browser_endpoint == "https://accounts.google.com/o/oauth2/v2/auth");
}

BOOST_AUTO_TEST_CASE(mailboxes_and_relay_of_one_application_share_a_source_and_people_do_not)
{
    const Folder folder;
    const std::string app = "oauth: {tenant: t, client_id: app, client_secret: {file: app.secret}}", person = "oauth: {grant: device, tenant: t, client_id: app}";
    const auto loaded = folder.load("desk: {address: help@example.org, also_known_as: [it@example.org, a@example.org, b@example.org]}\nmailboxes:\n"
                                    "  - {name: one, preset: microsoft365, user: help@example.org, " + app + "}\n"
                                    "  - {name: two, preset: microsoft365, type: pop3, user: it@example.org, " + app + "}\n"
                                    "  - {name: three, preset: microsoft365, user: a@example.org, " + person + "}\n"
                                    "  - {name: four, preset: microsoft365, user: b@example.org, " + person + "}\n"
                                    "outgoing: {preset: microsoft365, user: help@example.org, " + app + "}\ntoken_key: token.key\n");
    BOOST_REQUIRE(loaded.settings);
    BOOST_TEST(loaded.problems.size() == 0u);
    BOOST_TEST(loaded.settings->token_sources.size() == 3u);
    const auto& one = std::get<mail::ImapSettings>(loaded.settings->mailboxes[0].where);
    BOOST_TEST((one.login.method == mail::AuthMethod::xoauth2));
    BOOST_TEST((&one.tokens->settings() == &std::get<mail::RelaySettings>(loaded.settings->outgoing).tokens->settings()));
}

BOOST_AUTO_TEST_CASE(the_same_file_read_twice_is_the_same_settings_and_another_secret_is_not)
{
    const Folder folder;
    const auto text = with_block("tenant: t, client_id: app, client_secret: {file: app.secret}");
    const auto first = folder.load(text), again = folder.load(text);
    BOOST_TEST((first.settings->mailboxes == again.settings->mailboxes));
    folder.secret("app.secret", "another");
    BOOST_TEST((first.settings->mailboxes != folder.load(text).settings->mailboxes));
}

BOOST_AUTO_TEST_CASE(a_password_beside_tokens_and_a_login_that_takes_none_are_refused)
{
    const Folder folder;
    const auto block = "tenant: t, client_id: app, client_secret: {file: app.secret}";
    BOOST_TEST(folder.problems(with_block(block, "microsoft365", "    password: {file: inbox.password}\n")).front().find("are two secrets") != std::string::npos);
    BOOST_TEST(folder.problems(with_block(block, "microsoft365", "    login: plain\n")).front().find("an access token is no password") != std::string::npos);
    BOOST_TEST(folder.problems(with_block(block, "microsoft365", "    login: oauthbearer\n")).empty());
}

BOOST_AUTO_TEST_CASE(a_store_key_has_32_octets)
{
    const Folder folder;
    const auto text = with_block("grant: device, tenant: t, client_id: app") + "oauth_key: oauth.key\n";
    folder.secret("oauth.key", "short");
    BOOST_TEST(folder.problems(text).front().find("holds 5 octets, not 32") != std::string::npos);
    folder.secret("oauth.key", std::string(32, 'o'));
    BOOST_TEST(settings_of(folder.load(text)).store_key == std::string(32, 'o'));
}

BOOST_AUTO_TEST_CASE(every_way_that_init_offers_loads_without_a_complaint_and_has_its_steps)
{
    for (const auto* preset : {"microsoft365", "gmail"})
        for (const auto way : sign_in_ways(preset)) {
            const Folder folder;
            InitAnswers answers;
            answers.mailbox = answers.outgoing = preset;
            answers.mailbox_sign_in = way;
            answers.mailbox_tenant = "contoso.example";
            answers.mailbox_client_id = "app\"\\";
            answers.mailbox_key = (folder.path() / "robot.json").string();
            answers.mailbox_password = answers.outgoing_password = "s3cret";
            BOOST_TEST(write_configuration(folder.path(), answers, Existing::replace).problems.empty());
            const auto loaded = load_settings(folder.path() / "deskhand.yaml");
            for (const auto& problem : loaded.problems) BOOST_TEST(shown(problem) == "");
            BOOST_REQUIRE(loaded.settings);
            const bool tokens = way != "password" && way != "token_file";
            BOOST_TEST(loaded.settings->token_sources.size() == (tokens ? 1u : 0u)); // the relay's is the mailbox's
            BOOST_TEST(sign_in_steps(answers).empty() == !tokens);
            BOOST_TEST(sign_in_steps(answers).find('{') == std::string::npos);
        }
}

BOOST_AUTO_TEST_SUITE_END()
