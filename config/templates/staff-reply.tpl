Subject: Re: {{SUBJECT}} [{{TICKET}}]

{{TEXT}}

-- 
{{DESK_NAME}}, request {{TICKET}}
