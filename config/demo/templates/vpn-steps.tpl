Subject: Re: {{SUBJECT}} [{{TICKET}}]

Hello{{#REQUESTER_NAME}} {{REQUESTER_NAME}}{{/REQUESTER_NAME}},

our network team looks at your connection. Please try meanwhile:

1. Quit the VPN program altogether and start it again.
2. Check that any web page opens without the VPN.
3. Choose the other gateway in the list and connect.

Reply with the message you see if it still fails.

-- 
{{DESK_NAME}}, request {{TICKET}}
