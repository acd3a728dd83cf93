// Puts mail into a Maildir instead of sending it: for trials, and for hosts whose mail system takes it from there.
#pragma once
#include "mail/net/courier.h"

#include <cstddef>
#include <filesystem>

namespace deskhand::mail {

// Every mail is on the disk, with Return-Path and Delivered-To in front, before it is answered 250.
// A file is named after the outbox row and the Message-ID, so delivering a row again leaves one
// copy as long as the first is still in new or cur. A full disk and the like are NotSent.
class MaildirCourier final : public Courier {
public:
    // Makes `folder`/{tmp,new,cur} when missing; throws std::filesystem::filesystem_error.
    explicit MaildirCourier(std::filesystem::path folder, std::size_t mails_at_once = 20);

    std::vector<Outcome>
    deliver(std::span<const Parcel> parcels,
            const std::function<void(std::span<const std::int64_t>)>& before_dots) override;
    void close() noexcept override {}

private:
    std::filesystem::path folder_;
    std::size_t mails_at_once_;
};

}
