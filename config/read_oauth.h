// The `oauth` block of a mailbox or relay, read into a source of access tokens.
#pragma once
#include "config/section.h"
#include "mail/net/token_source.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace deskhand::config {

// What the logins of one configuration share.
struct TokenSources {
    std::filesystem::path folder; // where the configuration lies
    std::filesystem::path store;  // folder of the refresh tokens
    std::string store_key;        // encrypts them; empty = not
    std::vector<std::shared_ptr<mail::TokenSource>> made{}; // one for each account and client, in the order met
};

// Refresh tokens lie beside the database, in `<database>.logins`; `oauth_key` names the key that encrypts them.
TokenSources token_sources(Section& root, const std::filesystem::path& folder, const std::filesystem::path& database);

// Whose block it is.
struct OAuthOwner {
    std::string mailbox; // what `deskhand mailbox login` calls it
    std::string user;    // who logs in
    mail::OAuthProvider usual_provider = mail::OAuthProvider::custom; // by the preset
};

// The source the block describes, shared with an equal block met before; empty when it cannot be made, which
// has been reported. The owner's section has the key `oauth`.
mail::TokenSupply read_oauth(Section& owner_section, const OAuthOwner& owner, TokenSources& sources);

}
