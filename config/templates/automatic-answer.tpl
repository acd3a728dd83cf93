Subject: Re: {{SUBJECT}} [{{TICKET}}]

Hello{{#REQUESTER_NAME}} {{REQUESTER_NAME}}{{/REQUESTER_NAME}},

this may already answer your question:

{{ANSWER}}

If it does not help, just reply to this mail and a person will read it.

-- 
{{DESK_NAME}}, request {{TICKET}}
This answer was sent automatically.
