Subject: We have your request [{{TICKET}}]: {{SUBJECT}}

Hello{{#REQUESTER_NAME}} {{REQUESTER_NAME}}{{/REQUESTER_NAME}},

your message has reached {{DESK_NAME}}. Its number is {{TICKET}}.

There is nothing more for you to do now. To add something, reply to this
mail; your reply goes straight to your request.

{{DESK_NAME}}

This mail was sent automatically.
